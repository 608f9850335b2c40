import { join } from 'node:path/posix';
import type { Place, ServiceSpec } from '../infrastructure.ts';

/**
 * A ZooKeeper by itself, its port is `client`. Sessions may be as short as 400 ms (two ticks), and as many
 * connections as a run wants may come from one host. Its data outlives a kill.
 */
export const zookeeper = (): ServiceSpec => ({
  kind: 'zookeeper',
  ports: ['client'],
  files: (place) => ({ 'zoo.cfg': configuration(place) }),
  args: ({ folder }) => [join(folder, 'zoo.cfg')],
});

const configuration = ({ folder, bindHost, ports }: Place): string => `tickTime=200
maxSessionTimeout=60000
dataDir=${join(folder, 'data')}
clientPort=${ports.client}
clientPortAddress=${bindHost}
admin.enableServer=false
maxClientCnxns=0
4lw.commands.whitelist=ruok,srvr
`;
