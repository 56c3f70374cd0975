CREATE TABLE "bulk_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"bulk_id" uuid NOT NULL,
	"invoice_id" uuid,
	"client_id" uuid,
	"position" integer NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_rows_invoice_once" UNIQUE("invoice_id","bulk_id"),
	CONSTRAINT "bulk_rows_client_once" UNIQUE("client_id","bulk_id"),
	CONSTRAINT "bulk_rows_settled" CHECK (("bulk_rows"."state" = 'pending') = ("bulk_rows"."settled_at" is null)),
	CONSTRAINT "bulk_rows_about_one" CHECK (num_nonnulls("bulk_rows"."invoice_id", "bulk_rows"."client_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "bulks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"act" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bulks_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
INSERT INTO "bulks" ("id", "reseller_id", "user_id", "user_name", "act", "created_at")
	SELECT "id", "reseller_id", "user_id", "user_name", 'pay', "created_at" FROM "bulk_payments";--> statement-breakpoint
INSERT INTO "bulk_rows" ("id", "reseller_id", "bulk_id", "invoice_id", "position", "state", "reason", "failures", "next_run_at", "settled_at")
	SELECT "id", "reseller_id", "bulk_id", "invoice_id", "position", CASE "state" WHEN 'paid' THEN 'done' ELSE "state" END, "reason", "failures", "next_run_at", "settled_at" FROM "bulk_payment_rows";--> statement-breakpoint
DROP TABLE "bulk_payment_rows";--> statement-breakpoint
DROP TABLE "bulk_payments";--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_reseller_id_bulk_id_bulks_reseller_id_id_fk" FOREIGN KEY ("reseller_id","bulk_id") REFERENCES "public"."bulks"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_reseller_id_invoice_id_invoices_reseller_id_id_fk" FOREIGN KEY ("reseller_id","invoice_id") REFERENCES "public"."invoices"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_rows" ADD CONSTRAINT "bulk_rows_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulks" ADD CONSTRAINT "bulks_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_rows_list" ON "bulk_rows" USING btree ("bulk_id","position");--> statement-breakpoint
CREATE INDEX "bulk_rows_due" ON "bulk_rows" USING btree ("next_run_at") WHERE "bulk_rows"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "bulk_rows_next" ON "bulk_rows" USING btree ("bulk_id","position") WHERE "bulk_rows"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "clients_archived" ON "clients" USING btree ("reseller_id","expires_at","id") WHERE "clients"."archived_at" is not null;