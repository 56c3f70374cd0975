DROP INDEX "sync_rows_client";--> statement-breakpoint
CREATE INDEX "invoices_client" ON "invoices" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "messages_client" ON "messages" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "audit_findings_client" ON "audit_findings" USING btree ("client_id");--> statement-breakpoint
CREATE INDEX "sync_rows_client" ON "sync_rows" USING btree ("client_id");