// Reads a QR with the camera, where the browser knows how. Calls `found` with its text, once, and stops.
export const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

export async function scan(box, found) {
  const video = box.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = stream;
  box.hidden = false;
  await video.play();
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    box.hidden = true;
  };
  (async function look() {
    if (!stream.active) return;
    const [code] = await detector.detect(video).catch(() => []);
    if (!code) return void setTimeout(look, 200);
    stop();
    found(code.rawValue);
  })();
  return stop;
}
