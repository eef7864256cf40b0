/** Pretends to work, so that progress and cancel can be tried. */
import type { Failure } from '../../bindings/Failure';
import type { Text } from '../../bindings/Text';
import type { Job } from '../host';

export function failure(code: Failure['code'], message: Text, hint: Text): Failure {
  return { code, message, hint };
}

const cancelled = () => failure('cancelled', { zh: '已取消', en: 'Cancelled' }, { zh: '', en: '' });

/** Waits, or stops when told to. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done, refuse) => {
    if (signal?.aborted) return refuse(cancelled());
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      refuse(cancelled());
    });
  });
}

/** Goes through the steps, telling each. */
export async function work(steps: Text[], total: number, job?: Job): Promise<void> {
  const ticks = Math.max(steps.length, 12);
  for (let tick = 0; tick < ticks; tick += 1) {
    const what = steps[Math.floor((tick * steps.length) / ticks)];
    if (what) job?.progress?.({ what, share: tick / ticks, first: null });
    await pause(total / ticks, job?.signal);
  }
}
