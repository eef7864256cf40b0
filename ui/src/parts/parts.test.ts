import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';

import type { VerdictView } from '../bindings/VerdictView';
import Choice from './Choice.svelte';
import DateInput from './DateInput.svelte';
import ErrorNote from './ErrorNote.svelte';
import Foreign from './Foreign.svelte';
import Progress from './Progress.svelte';
import Split from './Split.svelte';
import Verdict from './Verdict.svelte';

describe('a verdict', () => {
  it.each(['breach', 'verify', 'justify', 'not_checked', 'pass'] as VerdictView[])(
    'is never told by colour alone: %s',
    (verdict) => {
      const { container } = render(Verdict, { verdict, look: 'mark' });
      expect(container.querySelector('svg')).not.toBeNull();
      expect(container.textContent?.trim()).not.toBe('');
    },
  );
});

describe('an error', () => {
  it('is told in words with a hint, never by its code', () => {
    const failure = {
      code: 'other',
      message: { zh: '磁盘已满', en: 'disk full' },
      hint: { zh: '请清理', en: 'make room' },
    } as const;
    render(ErrorNote, { failure });
    const note = screen.getByRole('alert').textContent ?? '';
    expect(note).toContain('磁盘已满');
    expect(note).toContain('请清理');
    expect(note).not.toContain('other');
  });
});

describe('progress', () => {
  const job = (first: string | null, cancelling = false) => ({
    serial: 1,
    title: { zh: '审查', en: 'Review' },
    progress: {
      what: { zh: '正在取小镇周边的控制线', en: 'Fetching control lines near the towns' },
      share: 0.25,
      first: first === null ? null : { zh: first, en: first },
    },
    cancelling,
    shown: true,
    cancel: () => {},
  });
  const areas = '小镇0001：红线 82.9763、基本农田 23.3904、边界外 381.9381 公顷';

  const first = (shown: ReturnType<typeof job>) =>
    render(Progress, { job: shown }).container.querySelector<HTMLElement>('[data-testid="first-result"]');

  it('shows what the first town measures, all of it on the pointer', () => {
    expect(first(job(areas))?.textContent).toBe(`首个结果 ${areas}`);
    expect(first(job(areas))?.title).toBe(areas);
  });

  it('shows none before there is one, nor of a job that is being stopped', () => {
    expect(first(job(null))).toBeNull();
    expect(first(job(areas, true))).toBeNull();
  });
});

describe('text of strangers', () => {
  it('never becomes markup', () => {
    const { container } = render(Foreign, { text: '<img src=x onerror=alert(1)>' });
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toBe('<img src=x onerror=alert(1)>');
  });
});

describe('a choice', () => {
  it('tells what was chosen, once', async () => {
    const onchange = vi.fn();
    const options = [
      { value: 'a', text: '甲' },
      { value: 'b', text: '乙' },
    ];
    render(Choice, { label: '选择', value: null, options, onchange });
    await fireEvent.click(screen.getByRole('radio', { name: '乙' }));
    expect(onchange.mock.calls).toEqual([['b']]);
  });
});

describe('a day', () => {
  it('is taken as it is usually written and shown in one way', async () => {
    const onchange = vi.fn();
    render(DateInput, { id: 'day', value: '', onchange });
    const field = screen.getByRole('textbox') as HTMLInputElement;
    await fireEvent.input(field, { target: { value: '2026/3/1' } });
    await fireEvent.change(field);
    expect(onchange).toHaveBeenLastCalledWith('2026-03-01');
  });
});

describe('the bar between two panes', () => {
  it('stays within its bounds and turns round for a pane behind it', async () => {
    const given = { size: 200, min: 120, max: 300, usual: 240, label: '宽度', direction: 'row' as const, behind: true };
    render(Split, given);
    const bar = screen.getByRole('separator');
    await fireEvent.keyDown(bar, { key: 'ArrowRight' });
    expect(bar.getAttribute('aria-valuenow')).toBe('184');
    await fireEvent.keyDown(bar, { key: 'End' });
    expect(bar.getAttribute('aria-valuenow')).toBe('300');
    await fireEvent.dblClick(bar);
    expect(bar.getAttribute('aria-valuenow')).toBe('240');
  });
});
