import { signal } from '@preact/signals';

export interface Question {
  title: string;
  text: string;
  /** Of the button that says yes. */
  action: string;
}

export const question = signal<(Question & { answer: (yes: boolean) => void }) | null>(null);

/** Asks in a dialog; resolves to whether the person says yes. */
export function confirm(asked: Question): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (yes) => {
        question.value = null;
        resolve(yes);
      },
    };
  });
}
