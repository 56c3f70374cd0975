import { signInAtTheDoor } from '@/app/login/door';

/** next-auth's own addresses. The login page does not need them; scripts may sign in here. */
export const { GET, POST } = signInAtTheDoor.handlers;
