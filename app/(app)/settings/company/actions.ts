'use server';
import { revalidatePath } from 'next/cache';
import { action } from '@/app/action';
import { saveCompany as save } from '@/lib/resellers/commands';
import { companySettings } from '@/lib/resellers/schema';

/** Keeps the company's settings. */
export const saveCompany = action('owner', companySettings, async (actor, input, now) => {
  const result = await save(actor.resellerId, actor, input, now);
  // The name stands in the frame of every page.
  if (result.ok) revalidatePath('/', 'layout');
  return result;
});
