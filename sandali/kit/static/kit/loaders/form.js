// A form on somebody's website: a frame where the line stands, as high as what is in it.
function start(settings, script = document.currentScript) {
  if (!document.body) return document.addEventListener("DOMContentLoaded", () => start(settings, script), { once: true });
  const here = stand(settings, script, `sandali-form-${settings.key}`, STYLE);
  if (!here) return;
  const { host, root } = here.draw(document.body);
  if (document.body.contains(script)) script.after(host);
  const frame = here.make("iframe", { src: here.address(`/form/${settings.key}/`), title: here.words.title }, root);
  here.listen(() => frame, {
    height: ({ height }) => {
      if (Number.isFinite(height) && height > 0) frame.style.blockSize = `${Math.min(Math.ceil(height), 20000)}px`;
    },
    // What came of it stands at the top of the frame: it must be in sight.
    top: () => host.getBoundingClientRect().top < 0 && host.scrollIntoView(),
  });
}

const STYLE = `
:host { all: initial; display: block; }
iframe { display: block; inline-size: 100%; block-size: 640px; border: 0; background: transparent; color-scheme: light dark; }
`;
