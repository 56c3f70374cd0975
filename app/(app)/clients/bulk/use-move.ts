'use client';
import { useRef, useState } from 'react';
import { answered } from '@/components/form';
import { useStatus } from '@/components/status';
import { useUnsaved } from '@/components/unsaved';
import type { MoveChoices } from '@/lib/bulk/moves/queries';
import { type MovePreview, type MoveTarget, samePlans } from '@/lib/bulk/moves/rules';
import type { Choice } from '@/lib/clients/list/queries';
import { previewMove, startMove } from './move-actions';
import { useBatch } from './use-batch';

type Server = MoveChoices['servers'][number];

/** What is chosen of a move to another server, and what it would do, looked up anew after every choice. */
export function useMove(choice: Choice, choices: MoveChoices) {
  const { fail } = useStatus();
  const begin = useBatch();
  const [server, setServer] = useState<Server | null>(null);
  const [plans, setPlans] = useState<Record<string, string>>({});
  const [suspend, setSuspend] = useState(false);
  const [preview, setPreview] = useState<MovePreview | null>(null);
  const [pending, setPending] = useState(false);
  const latest = useRef(0);
  useUnsaved(server !== null && !pending);

  const look = async (to: MoveTarget) => {
    const asked = ++latest.current;
    setPreview(null);
    if (Object.keys(to.plans).length === 0) return;
    const answer = await answered(() => previewMove({ choice, ...to }));
    // A later choice has its own answer coming.
    if (asked !== latest.current) return;
    if (answer.ok) setPreview(answer.data);
    else fail(answer.message, answer.reference);
  };
  const pickServer = (id: string) => {
    const picked = choices.servers.find((one) => one.id === id) ?? null;
    const mapped = picked ? samePlans(choices.today, picked.plans) : {};
    const panels = choices.today.some((plan) => plan.serverId !== id && plan.panelType !== 'none');
    const also = suspend && panels;
    setServer(picked);
    setPlans(mapped);
    setSuspend(also);
    if (picked) void look({ serverId: picked.id, plans: mapped, suspend: also });
    else setPreview(null);
  };
  const pickPlan = (today: string, id: string) => {
    const { [today]: _, ...others } = plans;
    const mapped = id ? { ...others, [today]: id } : others;
    setPlans(mapped);
    if (server) void look({ serverId: server.id, plans: mapped, suspend });
  };
  const tick = (on: boolean) => {
    setSuspend(on);
    if (server) void look({ serverId: server.id, plans, suspend: on });
  };
  const start = async () => {
    if (!server || !preview) return;
    const asked = { choice, serverId: server.id, plans, suspend, expected: preview.chosen };
    setPending(true);
    // Started, it stays pending until the page changes: there is nothing left to lose.
    await begin(
      asked,
      (bulkId) => startMove({ bulkId, ...asked }),
      () => setPending(false),
    );
  };

  return { server, plans, suspend, preview, pending, pickServer, pickPlan, tick, start };
}
