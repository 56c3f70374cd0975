import { closeDatabase, database } from '@/db/client';
import { newId, type ResellerId } from '@/db/ids';
import { resellers, users } from '@/db/schema/resellers';
import { hashPassword } from '@/lib/crypto';

const { DEMO_EMAIL: email = '', DEMO_PASSWORD: password = '' } = process.env;
const id = newId() as ResellerId;
await database().transaction(async (tx) => {
  await tx.insert(resellers).values({
    id,
    name: 'Estrela TV',
    country: 'BR',
    currency: 'BRL',
    locale: 'pt-BR',
    timezone: 'America/Sao_Paulo',
  });
  await tx.insert(users).values({
    resellerId: id,
    name: 'Ana Estrela',
    email,
    role: 'owner',
    passwordHash: await hashPassword(password),
  });
});
await closeDatabase();
