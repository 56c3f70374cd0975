CREATE TABLE "bulk_payment_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"bulk_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "bulk_payment_rows_once" UNIQUE("bulk_id","invoice_id"),
	CONSTRAINT "bulk_payment_rows_settled" CHECK (("bulk_payment_rows"."state" = 'pending') = ("bulk_payment_rows"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "bulk_payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "bulk_payments_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
ALTER TABLE "bulk_payment_rows" ADD CONSTRAINT "bulk_payment_rows_reseller_id_bulk_id_bulk_payments_reseller_id_id_fk" FOREIGN KEY ("reseller_id","bulk_id") REFERENCES "public"."bulk_payments"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_payment_rows" ADD CONSTRAINT "bulk_payment_rows_reseller_id_invoice_id_invoices_reseller_id_id_fk" FOREIGN KEY ("reseller_id","invoice_id") REFERENCES "public"."invoices"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_payments" ADD CONSTRAINT "bulk_payments_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_payment_rows_due" ON "bulk_payment_rows" USING btree ("next_run_at") WHERE "bulk_payment_rows"."state" = 'pending';