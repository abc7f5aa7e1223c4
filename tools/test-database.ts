// node tools/test-database.ts [start|stop]: the PostgreSQL that test files run by themselves share.

import { sharedPostgresUrl, stopSharedPostgres } from "../test/support/postgres.ts";

if (process.argv[2] === "stop") await stopSharedPostgres();
else console.log(await sharedPostgresUrl());
