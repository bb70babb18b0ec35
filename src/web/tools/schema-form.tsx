import Form from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema } from '@rjsf/utils';
import { useMemo, useState } from 'preact/hooks';
import { schemaValidator } from './schema-validator.ts';

type Values = Record<string, unknown>;
type Props = {
  schema: Record<string, unknown>;
  disabled: boolean;
  submit: string;
  onSubmit: (values: Values) => void;
};

/** Without what only a validator that fetches would know, and the title that the tool has already. */
const formSchemaOf = ({ $schema: _, $id: __, title: ___, ...schema }: Record<string, unknown>): RJSFSchema =>
  schema as RJSFSchema;

const hasFields = ({ properties }: RJSFSchema): boolean => Object.keys(properties ?? {}).length > 0;

/** Each error stands at its field; without a listener the form library would write them to the console. */
const shownInPlace = (): void => undefined;

/** A form for any JSON Schema. What it holds stays while it is sent. */
const SchemaForm = ({ schema, disabled, submit, onSubmit }: Props) => {
  const [values, setValues] = useState<Values>({});
  const formSchema = useMemo(() => formSchemaOf(schema), [schema]);
  const uiSchema = useMemo(
    () => ({ 'ui:submitButtonOptions': { submitText: submit, props: { className: 'button primary' } } }),
    [submit],
  );
  return (
    <>
      {!hasFields(formSchema) && <p class="muted">It takes no arguments.</p>}
      <Form<Values>
        className="schema-form"
        idPrefix="argument"
        schema={formSchema}
        uiSchema={uiSchema}
        validator={schemaValidator}
        formData={values}
        disabled={disabled}
        noHtml5Validate
        showErrorList={false}
        omitExtraData={false}
        onChange={({ formData }) => setValues(formData ?? {})}
        onError={shownInPlace}
        onSubmit={({ formData }) => onSubmit(formData ?? {})}
      />
    </>
  );
};

export default SchemaForm;
