import { answerSheet } from '../answer';

/** The built-in book of payments, as the executing phone and other bots speak to it. */
async function ask(request: Request, { params }: { params: Promise<{ key: string }> }): Promise<Response> {
  return answerSheet(request, (await params).key, 'payments');
}

export { ask as GET, ask as POST };
