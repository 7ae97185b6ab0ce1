// Answers for the door when there is no connection. Only its page and the files of the look pass through here.
const DOOR = /^\/asistencia\/puerta\/[^/]+$/;

// A file with its version in the address never changes; one without must be the new one when there is connection.
const keptFirst = async (request) => (await caches.match(request)) || fetch(request);
const sentFirst = (request) => fetch(request).catch(async () => (await caches.match(request)) || Response.error());

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith(url.search ? keptFirst(request) : sentFirst(request));
  } else if (request.mode === "navigate" && DOOR.test(url.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(url.pathname)) || Response.error()));
  }
});
