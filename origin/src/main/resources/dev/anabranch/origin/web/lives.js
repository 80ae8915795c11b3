// The list of live streams looks again every few seconds: the server writes it, we put it in place.
const EVERY_MS = 3000;

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch('/live', {cache: 'no-cache'});
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const selector of ['[data-streams]', '[data-live-count]', '[data-empty]']) {
    const [there, now] = [fresh, document].map(page => page.querySelector(selector));
    // What has the focus stays as it is while nothing has changed.
    if (there && now && there.innerHTML !== now.innerHTML) replace(now, there);
  }
}

function replace(now, there) {
  const focused = document.activeElement?.getAttribute('href');
  now.replaceChildren(...there.childNodes);
  if (focused) [...now.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
}

setInterval(() => refresh().catch(() => {}), EVERY_MS);
