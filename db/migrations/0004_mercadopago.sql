CREATE TABLE "inbound_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"external_id" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mercadopago_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"token_encrypted" text NOT NULL,
	"token_last4" text NOT NULL,
	"secret_encrypted" text,
	"webhook_key_hash" text NOT NULL,
	"webhook_key_encrypted" text NOT NULL,
	"payer_email" text NOT NULL,
	"account_name" text,
	"state" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mercadopago_charges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"intent_id" uuid NOT NULL,
	"amount_cents" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"provider_id" text,
	"qr_text" text,
	"expires_at" timestamp (3) with time zone,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mercadopago_charges_attempt" UNIQUE("invoice_id","attempt")
);
--> statement-breakpoint
ALTER TABLE "inbound_events" ADD CONSTRAINT "inbound_events_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mercadopago_accounts" ADD CONSTRAINT "mercadopago_accounts_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mercadopago_charges" ADD CONSTRAINT "mercadopago_charges_reseller_id_invoice_id_invoices_reseller_id_id_fk" FOREIGN KEY ("reseller_id","invoice_id") REFERENCES "public"."invoices"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "inbound_events_once" ON "inbound_events" USING btree ("provider","external_id");--> statement-breakpoint
CREATE INDEX "inbound_events_due" ON "inbound_events" USING btree ("next_run_at") WHERE "inbound_events"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "inbound_events_reseller" ON "inbound_events" USING btree ("reseller_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mercadopago_accounts_one" ON "mercadopago_accounts" USING btree ("reseller_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mercadopago_accounts_key" ON "mercadopago_accounts" USING btree ("webhook_key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "mercadopago_charges_one_live" ON "mercadopago_charges" USING btree ("invoice_id") WHERE "mercadopago_charges"."state" in ('creating', 'pending');--> statement-breakpoint
CREATE UNIQUE INDEX "mercadopago_charges_provider" ON "mercadopago_charges" USING btree ("reseller_id","provider_id");--> statement-breakpoint
CREATE INDEX "mercadopago_charges_due" ON "mercadopago_charges" USING btree ("next_run_at") WHERE "mercadopago_charges"."state" = 'pending';