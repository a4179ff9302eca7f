import type { Cell } from '../model/cell.ts';
import type { View } from '../view/view.ts';
import { jsonOutputs, lines, type Members } from './members.ts';

/** The page's half of Google's MCP tools, callable without any MCP connection. */
export function toolObjects({ notebook }: View): Members[] {
  const tool = (toolName: string, toolCallback: (args: Record<string, unknown>) => Promise<Members>) => ({
    toolName,
    toolCallback,
  });
  const found = (args: Record<string, unknown>): Cell => {
    const cell = notebook.find(String(args['cellId']));
    if (!cell) throw new Error(`no cell ${String(args['cellId'])}`);
    return cell;
  };
  return [
    tool('get_cells', async ({ includeOutputs }) => ({
      cells: notebook.cells.map((cell) => ({
        id: cell.id,
        cell_type: cell.kind === 'code' ? 'code' : 'markdown',
        source: lines(cell.text),
        ...(includeOutputs ? { outputs: jsonOutputs(cell) } : {}),
      })),
    })),
    tool('add_code_cell', async ({ cellIndex, language, code }) => {
      if (typeof cellIndex !== 'number' || language !== 'python')
        throw new Error('cellIndex and language are required');
      const cell = notebook.insert('code', cellIndex);
      notebook.setText(cell, String(code));
      return { newCellId: cell.id };
    }),
    tool('update_cell', async (args) => {
      notebook.setText(found(args), String(args['content']));
      return {};
    }),
    tool('delete_cell', async (args) => {
      notebook.remove([found(args)]);
      return {};
    }),
    // Resolves on completion only.
    tool('run_code_cell', async (args) => {
      const cell = found(args);
      await notebook.runner.run(cell);
      return { outputs: jsonOutputs(cell) };
    }),
  ];
}
