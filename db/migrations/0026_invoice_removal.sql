CREATE INDEX "payments_invoice" ON "payments" USING btree ("invoice_id");--> statement-breakpoint
CREATE INDEX "renewal_intents_invoice" ON "renewal_intents" USING btree ("invoice_id");