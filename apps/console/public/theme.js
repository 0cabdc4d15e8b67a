// Blocking and before the first paint, so that a dark room is not lit up for a moment.
(() => {
  const asked = localStorage.getItem('halosync.theme');
  const isDark = asked === 'dark' || (asked !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
