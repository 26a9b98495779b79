import { Checkbox, Radio } from '@mantine/core';
import type { StepProps } from './AccountStep.tsx';
import styles from './SetUpPage.module.css';

/** With a sample to look at, or with nothing. */
export function StartStep({ answers, give }: StepProps) {
  return (
    <>
      <h1 id="question">How do you want to begin?</h1>
      <Radio.Group
        aria-labelledby="question"
        value={answers.start}
        onChange={(value) => give({ start: value === 'sample' ? 'sample' : 'empty' })}
      >
        <div className={styles.choices}>
          <Radio
            value="sample"
            label="With the sample workspace"
            description="Eleven delegations, invented people and a report in every stage, marked as a sample. To look around and to try things."
          />
          <Radio
            value="empty"
            label="Empty"
            description="To begin with real work. Nothing is in it but you."
          />
        </div>
      </Radio.Group>
      {answers.start === 'empty' && (
        <Checkbox
          mt="lg"
          label="Add the eleven participating states of the MSMT"
          checked={answers.states === 'msmt'}
          onChange={(event) => give({ states: event.currentTarget.checked ? 'msmt' : 'none' })}
        />
      )}
    </>
  );
}
