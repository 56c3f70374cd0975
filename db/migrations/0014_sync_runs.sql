CREATE TABLE "sync_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"applied_count" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "sync_batches_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "sync_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"client_id" uuid,
	"username" text NOT NULL,
	"class" text NOT NULL,
	"ours" jsonb,
	"theirs" jsonb,
	"reason" text,
	"state" text DEFAULT 'open' NOT NULL,
	"batch_id" uuid,
	"changed" jsonb,
	"read_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"source" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"reason" text,
	"total" integer NOT NULL,
	"same_count" integer DEFAULT 0 NOT NULL,
	"read_count" integer DEFAULT 0 NOT NULL,
	"cursor_ms" bigint,
	"cursor_id" uuid,
	"failures" integer DEFAULT 0 NOT NULL,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"user_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "sync_runs_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
ALTER TABLE "sync_batches" ADD CONSTRAINT "sync_batches_reseller_id_run_id_sync_runs_reseller_id_id_fk" FOREIGN KEY ("reseller_id","run_id") REFERENCES "public"."sync_runs"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_rows" ADD CONSTRAINT "sync_rows_reseller_id_run_id_sync_runs_reseller_id_id_fk" FOREIGN KEY ("reseller_id","run_id") REFERENCES "public"."sync_runs"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_rows" ADD CONSTRAINT "sync_rows_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_rows" ADD CONSTRAINT "sync_rows_reseller_id_batch_id_sync_batches_reseller_id_id_fk" FOREIGN KEY ("reseller_id","batch_id") REFERENCES "public"."sync_batches"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_rows_once" ON "sync_rows" USING btree ("run_id","client_id","class");--> statement-breakpoint
CREATE INDEX "sync_rows_shown" ON "sync_rows" USING btree ("run_id","class","state","id");--> statement-breakpoint
CREATE INDEX "sync_rows_batch" ON "sync_rows" USING btree ("batch_id") WHERE "sync_rows"."batch_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one" ON "sync_runs" USING btree ("server_id") WHERE "sync_runs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "sync_runs_due" ON "sync_runs" USING btree ("next_run_at") WHERE "sync_runs"."state" = 'running';--> statement-breakpoint
CREATE INDEX "sync_runs_latest" ON "sync_runs" USING btree ("reseller_id","server_id","created_at");