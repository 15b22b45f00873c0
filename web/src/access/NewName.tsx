import { Button, TextInput } from '@mantine/core';

/** A field for another name, and the button that asks what becomes of it. */
export function NewName({
    label,
    value,
    button,
    onChange,
    onSubmit,
}: {
    label: string;
    value: string;
    button: string;
    onChange: (value: string) => void;
    onSubmit: () => void;
}) {
    return (
        <form
            className="question"
            onSubmit={(event) => {
                event.preventDefault();
                onSubmit();
            }}
        >
            <TextInput
                label={label}
                value={value}
                onChange={(event) => onChange(event.currentTarget.value)}
                maxLength={64}
                spellCheck={false}
                required
            />
            <Button type="submit" variant="default" disabled={value.trim() === ''}>
                {button}
            </Button>
        </form>
    );
}
