CREATE TABLE "audit_findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"audit_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"expected" timestamp (3) with time zone NOT NULL,
	"seen" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_findings_once" UNIQUE("audit_id","client_id","kind")
);
--> statement-breakpoint
CREATE TABLE "panel_audits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"day" date NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"reason" text,
	"read_count" integer DEFAULT 0 NOT NULL,
	"skipped_count" integer DEFAULT 0 NOT NULL,
	"cursor_ms" bigint,
	"cursor_id" uuid,
	"failures" integer DEFAULT 0 NOT NULL,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "panel_audits_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "panel_audits_once" UNIQUE("server_id","day")
);
--> statement-breakpoint
ALTER TABLE "audit_findings" ADD CONSTRAINT "audit_findings_reseller_id_audit_id_panel_audits_reseller_id_id_fk" FOREIGN KEY ("reseller_id","audit_id") REFERENCES "public"."panel_audits"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_findings" ADD CONSTRAINT "audit_findings_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_audits" ADD CONSTRAINT "panel_audits_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_audits" ADD CONSTRAINT "panel_audits_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "panel_audits_due" ON "panel_audits" USING btree ("next_run_at") WHERE "panel_audits"."state" = 'running';