DROP INDEX "bulk_rows_next";--> statement-breakpoint
CREATE INDEX "bulk_rows_open" ON "bulk_rows" USING btree ("bulk_id","position") WHERE "bulk_rows"."state" in ('pending', 'failed');--> statement-breakpoint
CREATE INDEX "account_tasks_review" ON "account_tasks" USING btree ("reseller_id","created_at") WHERE "account_tasks"."state" in ('rejected', 'review');--> statement-breakpoint
CREATE INDEX "clients_by_place" ON "clients" USING btree ("reseller_id","server_id","plan_id","status","expires_at") WHERE "clients"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "clients_by_name" ON "clients" USING btree ("reseller_id","name","id") WHERE "clients"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "renewal_intents_verified" ON "renewal_intents" USING btree ("reseller_id","verified_at") WHERE "renewal_intents"."state" = 'verified';--> statement-breakpoint
CREATE INDEX "mercadopago_charges_review" ON "mercadopago_charges" USING btree ("reseller_id","invoice_id") WHERE "mercadopago_charges"."state" = 'review' or ("mercadopago_charges"."state" = 'pending' and "mercadopago_charges"."reason" = 'plan_blocked');