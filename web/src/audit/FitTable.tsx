import { Table, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { nextSort } from './people';

/** A column of a {@link FitTable}; `sort` is its name in the address, where rows can be sorted by it. */
export interface FitColumn<T> {
    name: string;
    of: (row: T) => ReactNode;
    right?: boolean;
    header?: boolean;
    sort?: string;
}

/** A table whose cells wrap, so that all of it is in sight; on a phone each row is a card. */
export function FitTable<T>({
    caption,
    columns,
    rows,
    keyOf,
    sort,
    onSort,
}: {
    caption: string;
    columns: FitColumn<T>[];
    rows: T[];
    keyOf: (row: T) => string;
    sort?: string | undefined;
    onSort?: (sort: string | undefined) => void;
}) {
    return (
        <section className="table-frame fit" aria-label={caption} tabIndex={0}>
            <Table highlightOnHover verticalSpacing="xs" role="table">
                <Table.Thead role="rowgroup">
                    <Table.Tr role="row">
                        {columns.map((column) => (
                            <Table.Th
                                key={column.name}
                                scope="col"
                                role="columnheader"
                                className={column.right ? 'right' : undefined}
                                aria-sort={orderOf(column.sort, sort)}
                            >
                                {column.sort !== undefined && onSort ? (
                                    <Sorter column={column.sort} sort={sort} onSort={onSort}>
                                        {column.name}
                                    </Sorter>
                                ) : (
                                    column.name
                                )}
                            </Table.Th>
                        ))}
                    </Table.Tr>
                </Table.Thead>
                <Table.Tbody role="rowgroup">
                    {rows.map((row) => (
                        <Table.Tr key={keyOf(row)} role="row">
                            {columns.map((column) =>
                                column.header ? (
                                    <Table.Th key={column.name} scope="row" role="rowheader" data-label={column.name}>
                                        <div>{column.of(row)}</div>
                                    </Table.Th>
                                ) : (
                                    <Table.Td
                                        key={column.name}
                                        role="cell"
                                        data-label={column.name}
                                        className={column.right ? 'right' : undefined}
                                    >
                                        <div>{column.of(row)}</div>
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

function orderOf(column: string | undefined, sort: string | undefined) {
    return column === undefined ? undefined : sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
}

function Sorter({
    column,
    sort,
    onSort,
    children,
}: {
    column: string;
    sort: string | undefined;
    onSort: (sort: string | undefined) => void;
    children: ReactNode;
}) {
    const sign = sort === column ? ' ↑' : sort === `-${column}` ? ' ↓' : '';
    return (
        <UnstyledButton className="sorter" onClick={() => onSort(nextSort(sort, column))}>
            {children}
            <span aria-hidden="true">{sign}</span>
        </UnstyledButton>
    );
}
