/** A message's text as the phone shows it: line breaks kept, *asterisks* in bold. */
export const WhatsappText = ({ text }: { text: string }) => (
  <span className="wrap-break-word whitespace-pre-wrap">
    {[...text.matchAll(/\*([^*\n]+)\*|[^*]+|\*/g)].map(({ index, 0: whole, 1: bold }) =>
      bold ? <strong key={index}>{bold}</strong> : whole,
    )}
  </span>
);
