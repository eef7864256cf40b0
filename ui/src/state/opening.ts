/** Opens, makes and leaves projects; tells what could not be done and what may be done about it. */
import { host } from '../host';
import { both } from '../words';
import { toFailure } from './failure';
import { jobs } from './jobs.svelte';
import { notes, type NoteAction } from './notes.svelte';
import { project } from './project.svelte';

/** What a failure offers, by its code. */
function offer(thrown: unknown, missing: NoteAction | null = null): void {
  const { code } = toFailure(thrown);
  notes.failed(
    thrown,
    code === 'read_only' ? { label: both('project.savecopy'), run: saveCopy } : code === 'missing' ? missing : null,
  );
}

export async function openDemo(): Promise<void> {
  if (await jobs.run(both('start.demo.running'), (job) => host.openDemo(job))) await project.refresh();
}

export async function openProject(): Promise<void> {
  try {
    if (await host.chooseProject()) await project.refresh();
  } catch (thrown) {
    offer(thrown);
  }
}

/** `forgotten` is called after the reviewer had it taken from the list. */
export async function openRecent(id: string, forgotten: () => void): Promise<void> {
  try {
    await host.openRecent(id);
    await project.refresh();
  } catch (thrown) {
    offer(thrown, { label: both('start.forget'), run: () => forgetRecent(id).then(forgotten) });
  }
}

export async function forgetRecent(id: string): Promise<void> {
  try {
    await host.forgetRecent(id);
  } catch (thrown) {
    offer(thrown);
  }
}

export async function newProject(name: string): Promise<boolean> {
  try {
    await host.newProject(name);
    await project.refresh();
    return true;
  } catch (thrown) {
    offer(thrown);
    return false;
  }
}

export async function saveCopy(): Promise<void> {
  try {
    if (await jobs.follow(both('project.copying'), (job) => host.saveCopy(job))) {
      await project.refresh();
      notes.done(both('project.saved'));
    }
  } catch (thrown) {
    offer(thrown);
  }
}

export async function closeProject(): Promise<void> {
  try {
    await host.closeProject();
    await project.refresh();
  } catch (thrown) {
    offer(thrown);
  }
}

/** Runs something that changes the project; a read-only one offers a copy. */
export async function change(deed: () => Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (thrown) {
    offer(thrown);
  }
}
