import type { Fields } from '../world/entity';

/** A full ticket has some 300 populated fields, most of them defaults; these are swagger names with what Halo puts there. */
const ZERO =
  'product_id release_id release2_id release3_id workflow_id workflow_step workflow_seq pipeline_stage_id unread_child_action_count unread_related_action_count child_action_count related_action_count starttimeslot targettimeslot oppattemptsmade quantity third_party_id appointment_type appointment_id connectedinstance_id salesorder_id orderhead_id impactlevel supplier_id pr_id branch_id merged_into_id reassigncount parent_status parent_agent child_status enduserstatus attachment_count product_version satisfactionlevel risklevel currentfaactionnumber template_id mailboxid follower_count clone_count todo_count service_count quotation_count salesorder_count purchaseorder_count invoice_line_count appointment_count open_chat_count task_count matched_kb_id';
const ZERO_AMOUNT =
  'estimatedays projecttimepercentage projectcompletionpercentage chargehours nonchargehours travelhours totalmileage itemsprice slaholdtime slapercused slatimeleft currentelapsedhours oppvalue oppvalue_monthly projecttimebudget projectmoneybudget projecttimeactual projectmoneyactual milestone_value slatimeelapsed search_score ticketage';
const EMPTY =
  'items supplier_name site_timezone parentguid emailtolistsupplier emailcclist emailcclistsupplier release_note product_name release_name child_ticket_id_string asset_key_field_string workflow_name workflow_stage inventory_number parent_subject userdef1 userdef2 userdef3 userdef4 userdef5 opptel oppaddr1 oppcountry supplier_status itilname web_url api_url action_outcome budgettype lastnote milestone_name colour hover_summary supplier_reference product_key sitepostcode mailbox ticket_tags closure_note backoutplan communicationplan testplan';
const NULL_FIELDS =
  'ai_summary table created_by primary_issue primary_workitem ai_generated_summary ai_suggested_priority budgets approvers documents milestones journeys';
const FALSE =
  'parentassign is_vip isimportantcontact release_important projectinternaltask ticket_invoices_for_each_site recalculate_billing reviewed canbevotedfor isbeingclosed surveysent isparentservice firsttimefix is_sensitive locked is_project is_opportunity';
const UNSET =
  'projectearlieststart projectlatestend slaactiondate lastchildactiondate nextactivitydate startdate followupdate opptrialdate oppdemodate date_fully_closed nextappointmentdate';

function all(names: string, value: unknown): Fields {
  return Object.fromEntries(names.split(' ').map((name) => [name, value]));
}

export const TICKET_FILLER: Fields = {
  ...all(ZERO, 0),
  ...all(ZERO_AMOUNT, 0),
  ...all(EMPTY, ''),
  ...all(NULL_FIELDS, null),
  ...all(FALSE, false),
  ...all(UNSET, '1900-01-01T00:00:00'),
};
