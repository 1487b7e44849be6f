// A whole number, decimal or hexadecimal; what is typed stays, and only what is one is taken.
import { useState } from 'react';
import { Field } from '../primitives/Field.tsx';

const WHOLE = /^(0x[0-9a-f]+|\d+)$/i;

interface Props {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, onChange }: Props) {
  const [text, setText] = useState(label === 'Bytes' ? String(value) : `0x${value.toString(16)}`);
  const isFine = WHOLE.test(text.trim()) && Number.isSafeInteger(Number(text));
  return (
    <Field
      label={label}
      value={text}
      onChange={(next) => {
        setText(next);
        if (WHOLE.test(next.trim()) && Number.isSafeInteger(Number(next))) onChange(Number(next));
      }}
      problem={isFine ? null : 'must be a whole number such as 0x100000 or 4096'}
      mono
    />
  );
}
