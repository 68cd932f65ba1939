// Runs before the first paint, so that a chosen theme does not flash. A file of its own, because the page's
// content security policy allows no inline script.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('agenttrace.theme');
  } catch {
    // storage is forbidden in this browser: the system's choice stands
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
