/** The numbers of the events in the simulated Halo; its own choice, since Halo documents none. */
export const SIMULATOR_EVENT_NUMBERS = [
  'Site Created=2101,Site Updated=2102,Site Deleted=2103',
  'User Created=2201,User Updated=2202,User Deleted=2203',
  'Invoice Created=2301,Invoice Updated=2302,Invoice Deleted=2303',
].join(',');
