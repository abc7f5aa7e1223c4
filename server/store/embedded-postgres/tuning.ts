// The embedded database's settings, given on its command line so that a new version of ours applies at the next start.
// Meant for one machine that also runs the server: little memory at rest, nothing acknowledged that is not on disk.

export type PostgresSettings = Readonly<Record<string, string | number>>;

export const durableSettings: PostgresSettings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: 60,
  superuser_reserved_connections: 3,
  // Touched only as it is used; a quarter of a small machine, and the page cache does the rest.
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "8MB",
  maintenance_work_mem: "128MB",
  // Invariant: accepted is durable.
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  // Fewer, longer checkpoints: fewer full pages in the log during heavy delivery.
  max_wal_size: "2GB",
  min_wal_size: "128MB",
  checkpoint_timeout: "15min",
  checkpoint_completion_target: 0.9,
  wal_buffers: "16MB",
  wal_level: "replica",
  max_wal_senders: 3,
  // Short queries by index: compiling them costs more than it saves, and random pages are as good as sequential ones.
  jit: "off",
  random_page_cost: 1.1,
  default_toast_compression: "pglz",
  autovacuum_naptime: "20s",
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.05,
  // A connection that vanished with the machine at its other end must not hold locks.
  idle_in_transaction_session_timeout: "60s",
  // Only what concerns the database itself; failed statements are reported by who sent them, without their values.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_parameter_max_length: 0,
  log_checkpoints: "off",
  log_line_prefix: "",
  timezone: "UTC",
  log_timezone: "UTC",
};

/** For tests: nothing survives a crash of the machine, and everything is faster. */
export const forgetfulSettings: PostgresSettings = {
  ...durableSettings,
  max_connections: 300,
  shared_buffers: "128MB",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
  autovacuum_naptime: "60s",
};
