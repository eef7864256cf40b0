/** Whatever was thrown, as words the reviewer can read. */
import type { Failure } from '../bindings/Failure';
import type { FailureCode } from '../bindings/FailureCode';

const CODES: readonly FailureCode[] = ['cancelled', 'no_project', 'read_only', 'missing', 'other'];

function isFailure(thrown: unknown): thrown is Failure {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { code, message, hint } = thrown as Partial<Failure>;
  return CODES.includes(code as FailureCode) && typeof message?.zh === 'string' && typeof hint?.zh === 'string';
}

/** The failure a host call was refused with; a fault of this program is told as such. */
export function toFailure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return { code: 'cancelled', message: { zh: '已取消', en: 'Cancelled' }, hint: { zh: '', en: '' } };
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'other',
    message: { zh: `程序内部出错:${detail}`, en: `The program failed inside: ${detail}` },
    hint: {
      zh: '项目已自动保存。请重试;若再次出现,请重新打开窗口。',
      en: 'The project is saved. Try again; if it happens once more, open the window anew.',
    },
  };
}
