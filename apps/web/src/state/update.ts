import { signal } from '@preact/signals';

/** Whether a newer build of the page waits to be used. */
export const updateReady = signal(false);

let waiting: ServiceWorker | null = null;

/** The service worker keeps the page for a start without a network. */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('service-worker.js');
  offer(registration);
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', () => offer(registration));
  });
}

export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting?.postMessage('activate');
}

/** The first worker takes over by itself: it changes nothing. */
function offer({ waiting: next }: ServiceWorkerRegistration): void {
  if (next === null || navigator.serviceWorker.controller === null) return;
  waiting = next;
  updateReady.value = true;
}
