import type { Actor } from '@/lib/auth/rules';
import { formatMoney } from '@/lib/money';
import { defaultPackage } from '@/lib/panels/rules';
import { PACKAGE_PROBLEMS } from '@/lib/plans/messages';
import { lengthDays, packageProblem } from '@/lib/plans/rules';
import { listPackages, type ServerSummary } from '@/lib/servers/queries';

/** What the plan's form knows of a server: its packages, the one to start with, and why some cannot be sold. */
export type Offer = {
  serverId: string;
  serverName: string;
  hasPanel: boolean;
  defaultPackageId: string;
  packages: { id: string; label: string; problem: string | null; days: number | null }[];
};

export async function offersOf(actor: Actor, servers: ServerSummary[]): Promise<Offer[]> {
  const { currency, locale } = actor.reseller;
  return Promise.all(
    servers.map(async (server) => {
      const packages = server.panelType === 'none' ? [] : await listPackages(actor.resellerId, server.id);
      return {
        serverId: server.id,
        serverName: server.name,
        hasPanel: server.panelType !== 'none',
        defaultPackageId: defaultPackage(packages.filter((p) => !p.goneAt))?.packageId ?? '',
        packages: sellableFirst(packages).map((p) => {
          const problem = packageProblem(p);
          const price = p.priceCents === null ? null : formatMoney({ cents: p.priceCents, currency }, locale);
          const credits =
            p.credits === null ? null : `${p.credits} ${p.credits === 1 ? 'crédito' : 'créditos'}`;
          return {
            id: p.packageId,
            label: [p.name, price, credits, problem && MARK[problem]].filter(Boolean).join(' · '),
            problem: problem && PACKAGE_PROBLEMS[problem],
            days: lengthDays(p),
          };
        }),
      };
    }),
  );
}

type Package = Awaited<ReturnType<typeof listPackages>>[number];
const sellableFirst = (packages: Package[]) => [
  ...packages.filter((p) => packageProblem(p) === null),
  ...packages.filter((p) => packageProblem(p) !== null),
];

const MARK = {
  unset: '',
  gone: 'saiu do painel',
  inactive: 'inativo no painel',
  trial: 'teste, não é vendido',
} as const;
