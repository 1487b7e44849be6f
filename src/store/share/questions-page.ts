// docs/questions.md as text: a row for every question, with the link that opens its scenario at the moment that answers it.
import type { Question } from '../../engine/scenario/question.ts';

export interface Answer {
  /** Fragments of links. */
  readonly link: string;
  readonly besideLink: string | undefined;
  readonly sees: string;
}

const APP = 'http://localhost:4173/';

const HEAD = `# Questions

What reviewers asked of this protocol, in our words. A link opens its scenario in the app (\`npm start\`) at the moment that
answers it; the figures are of that run, in virtual time, modelled where they are times. Made from
\`src/engine/scenario/questions.ts\`, whose test runs every scenario and checks every claim.

`;

export function questionsPage(questions: readonly Question[], answers: ReadonlyMap<number, Answer>): string {
  const rows = questions.flatMap(({ number, asks, scene }) => {
    const answer = answers.get(number);
    if (!scene || !answer) return [];
    const beside = answer.besideLink ? `, beside [${scene.beside!.name}](${APP}${answer.besideLink})` : '';
    return [`| ${number} | ${asks} | [${scene.scenario.name}](${APP}${answer.link})${beside} | ${answer.sees} |`];
  });
  const others = questions.flatMap(({ number, asks, why }) => (why ? [`| ${number} | ${asks} | ${why} |`] : []));
  return [
    HEAD,
    '| | question | scenario | what one sees |\n| --- | --- | --- | --- |\n',
    rows.join('\n'),
    '\n\n## Without a scenario\n\n| | question | why |\n| --- | --- | --- |\n',
    others.join('\n'),
    '\n',
  ].join('');
}
