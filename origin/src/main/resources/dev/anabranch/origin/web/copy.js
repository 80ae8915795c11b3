// The copy buttons of the watch page.
for (const field of document.querySelectorAll('[data-absolute]')) {
  field.value = new URL(field.value, location.href).href;
}

const code = document.getElementById('embed-code');
code.value = code.value.replace('src="/', `src="${location.origin}/`);

/** The frame is as wide and high as what is shown in it. */
const video = document.querySelector('[data-player] video');
const shape = () => {
  const {videoWidth: width, videoHeight: height} = video;
  if (width) code.value = code.value.replace(/aspect-ratio:[^;]+/, `aspect-ratio:${width}/${height}`);
};
if (video) {
  video.addEventListener('loadedmetadata', shape);
  shape();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Clear HTTP away from localhost has no clipboard API; the old command still works on a selection.
      document.execCommand('copy');
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = label; }, 1500);
  });
}
