import { z } from 'zod';
import { parseMoney } from '@/lib/money';

/** What a server's commands take: the form, read. A null token keeps the stored one. */
export type ServerInput = {
  name: string;
  billing: 'fixed' | 'per_active';
  monthlyCents: number;
  panelType: string;
  panel: { url: string; username: string; token: string | null } | null;
};

const panelUrl = z.string().max(500, 'Use até 500 letras.');
const panelUser = z.string().trim().max(120, 'Use até 120 letras.');
const token = z.string().trim().max(500, 'Use até 500 letras.');
