// The server that bench/jmap.ts measures, in a process of its own: HTTP and JMAP on the database that its parent has started.
// Says "serving" to its parent; ends with it.
import { createAuth } from "../../server/auth/auth.ts";
import { systemClock as clock } from "../../server/base/clock.ts";
import { systemRandom as random } from "../../server/base/ids.ts";
import { createLog } from "../../server/base/log.ts";
import { openFolderStore } from "../../server/blobs/folder.ts";
import { readConfig } from "../../server/config.ts";
import { startHttp } from "../../server/http/start-http.ts";
import { createPostPush } from "../../server/jmap/core/push-subscription/post-push.ts";
import { createJmap } from "../../server/jmap/jmap.ts";
import { exportMail } from "../../server/mail/export-mail.ts";
import { createMail } from "../../server/mail/mail.ts";
import { createSubmit } from "../../server/mail/submit.ts";
import { createDirectory } from "../../server/organisation/directory.ts";
import { openStore } from "../../server/store/open-store.ts";

const config = readConfig();
const { publicUrl, hostname, dataDir } = config;
const log = createLog({ level: "warn" });
const { db } = await openStore({ ...config, join: true, log });
const mail = await createMail({ db, blobStore: await openFolderStore(`${dataDir}/blobs`), clock, log });
const directory = createDirectory({ db });
const auth = createAuth({ db, clock, random, publicUrl });
const jmap = createJmap({
  mail,
  directory,
  submit: createSubmit({ mail, directory, hostname, random }),
  audit: async () => {},
  postPush: createPostPush(),
  authenticate: auth.authenticate,
  onSessionEnd: auth.onSessionEnd,
  publicUrl,
  clock,
  random,
  log,
});
await startHttp({
  ...config,
  port: config.httpPort,
  auth,
  db,
  webFolder: dataDir,
  jmap,
  exportMail: (accountId) => exportMail(mail, accountId),
  log,
  random,
  checks: {},
  gauges: {},
  surfaces: [(app) => jmap.register(app)],
});
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
process.send?.("serving");
