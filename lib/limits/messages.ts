export const TOO_MANY_PROOFS = 'Muitas tentativas seguidas. Espere um minuto e tente de novo.';
