CREATE TABLE "sync_nudges" (
	"client_id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"taken_at" timestamp (3) with time zone,
	"again" boolean DEFAULT false NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_settings" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"every" text NOT NULL,
	"apply" text[] NOT NULL
);
--> statement-breakpoint
DROP INDEX "sync_rows_once";--> statement-breakpoint
ALTER TABLE "panel_audits" ADD COLUMN "run_id" uuid;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD COLUMN "automatic" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "slot" text;--> statement-breakpoint
ALTER TABLE "sync_nudges" ADD CONSTRAINT "sync_nudges_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_nudges" ADD CONSTRAINT "sync_nudges_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_settings" ADD CONSTRAINT "sync_settings_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sync_nudges_due" ON "sync_nudges" USING btree ("server_id","due_at");--> statement-breakpoint
CREATE INDEX "sync_rows_client" ON "sync_rows" USING btree ("client_id") WHERE "sync_rows"."state" in ('open', 'stale');--> statement-breakpoint
CREATE INDEX "sync_rows_open" ON "sync_rows" USING btree ("reseller_id","class") WHERE "sync_rows"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_slot" ON "sync_runs" USING btree ("server_id","slot") WHERE "sync_runs"."slot" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_rows_once" ON "sync_rows" USING btree ("run_id","client_id","class") WHERE "sync_rows"."state" = 'open';