'use client';
import { RotateCw } from 'lucide-react';
import { reopenPanel } from '../actions';
import { ActOnServer } from './act-on-server';

/** One look at the panel now; when it answers, what was held goes on. */
export const ReopenPanel = ({ id, label = 'Reabrir agora' }: { id: string; label?: string }) => (
  <ActOnServer id={id} act={reopenPanel} variant="primary">
    <RotateCw aria-hidden />
    {label}
  </ActOnServer>
);
