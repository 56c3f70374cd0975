import { signInAtTheDoor } from '@/app/login/door';

const { GET: answer, POST: accept } = signInAtTheDoor.handlers;

/** next-auth's own addresses. The login page does not need them; scripts may sign in here. */
export const GET: typeof answer = async (request) => here(request, await answer(request));
export const POST: typeof accept = async (request) => here(request, await accept(request));

/** A redirect within this site names no host: the framework's idea of it need not be the visitor's. */
function here(request: Request, response: Response): Response {
  const { origin } = new URL(request.url);
  const to = response.headers.get('location');
  if (!to?.startsWith(`${origin}/`)) return response;
  const headers = new Headers(response.headers);
  headers.set('location', to.slice(origin.length));
  return new Response(null, { status: response.status, headers });
}
