export const programs = {
  intro: 'The programs that Halosync consists of, as the gateway sees them now.',
  answers: 'Answers',
  silent: 'Does not answer',
} as const;
