const source = import.meta.glob<string>('./heartbeat.py', { query: '?raw', import: 'default', eager: true });

/** The second line of the heartbeat cell. */
const MARKER = '# lifeline-heartbeat v1';
const EVERY_SECONDS = 300;

/** The text of the optional cell that logs until when its kernel has lived. */
export function heartbeatCell(): string {
  return `# @title Lifeline heartbeat { display-mode: "form" }
${MARKER}
#
# Writes the time to .lifeline/heartbeat.log every 5 minutes while this kernel lives, so that you can see later how long it did.
# Colab is not known to count this as activity: it keeps no runtime alive. Lifeline for Colab wrote it, but it needs no
# extension. To be rid of it, delete the cell; it ends with the session.
#
LIFELINE_HEARTBEAT_SECONDS = ${EVERY_SECONDS}

${Object.values(source).join('')}`;
}
