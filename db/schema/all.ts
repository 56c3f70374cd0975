export * from './bulk';
export * from './clients';
export * from './imports';
export * from './invoices';
export * from './mercadopago';
export * from './messages';
export * from './resellers';
export * from './servers';
