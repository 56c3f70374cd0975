declare module 'saxen' {
  type Attributes = () => Record<string, string>;
  type Decode = (text: string) => string;
  export class Parser {
    on(
      event: 'openTag',
      run: (name: string, attributes: Attributes, decode: Decode, closed: boolean) => void,
    ): this;
    on(event: 'closeTag', run: (name: string) => void): this;
    on(event: 'text', run: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', run: (text: string) => void): this;
    on(event: 'error', run: (error: Error) => void): this;
    parse(xml: string): Error | undefined;
    stop(): void;
  }
}
