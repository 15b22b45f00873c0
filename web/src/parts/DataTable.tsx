import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

/** A column: what stands over it and what it shows of a row. */
export interface Column<T> {
    name: string;
    of: (row: T) => ReactNode;
    /** Numbers stand at the right. */
    right?: boolean;
    /** The cell that names the row. */
    header?: boolean;
}

/** A table that scrolls sideways where the screen is too narrow for it. */
export function DataTable<T>({
    caption,
    columns,
    rows,
    keyOf,
}: {
    caption: string;
    columns: Column<T>[];
    rows: T[];
    keyOf: (row: T) => string;
}) {
    return (
        <section className="table-frame" aria-label={caption} tabIndex={0}>
            <Table highlightOnHover verticalSpacing="xs">
                <Table.Thead>
                    <Table.Tr>
                        {columns.map((column) => (
                            <Table.Th key={column.name} scope="col" className={column.right ? 'right' : undefined}>
                                {column.name}
                            </Table.Th>
                        ))}
                    </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                    {rows.map((row) => (
                        <Table.Tr key={keyOf(row)}>
                            {columns.map((column) =>
                                column.header ? (
                                    <Table.Th key={column.name} scope="row">
                                        {column.of(row)}
                                    </Table.Th>
                                ) : (
                                    <Table.Td key={column.name} className={column.right ? 'right' : undefined}>
                                        {column.of(row)}
                                    </Table.Td>
                                ),
                            )}
                        </Table.Tr>
                    ))}
                </Table.Tbody>
            </Table>
        </section>
    );
}
