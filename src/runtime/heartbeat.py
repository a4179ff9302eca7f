def lifeline_heartbeat(seconds):
    import os, threading, time

    if any(thread.name == 'lifeline-heartbeat' for thread in threading.enumerate()):
        print('The heartbeat is on already.')
        return
    folder = os.path.join('/content' if os.path.isdir('/content') else os.getcwd(), '.lifeline')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = os.path.join(folder, 'heartbeat.log')

    def beat():
        while True:
            with open(path, 'a', encoding='utf-8') as log:
                log.write(time.strftime('%Y-%m-%dT%H:%M:%SZ\n', time.gmtime()))
            time.sleep(seconds)

    # A daemon thread: it ends with the kernel, and keeps it from nothing.
    threading.Thread(target=beat, name='lifeline-heartbeat', daemon=True).start()
    print('Writing the time to', path, 'every', seconds, 'seconds.')


lifeline_heartbeat(LIFELINE_HEARTBEAT_SECONDS)
