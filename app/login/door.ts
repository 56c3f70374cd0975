import 'server-only';
import { nextAuth } from '@/lib/auth/api';

/** Signing in and out, on the real clock. */
export const signInAtTheDoor = nextAuth(() => new Date());
