/** Hosts whose links the runtime follows to the files behind them: those of its `sites` (a test compares them). */
const HOSTS =
  /^(?:huggingface\.co|hf\.co|(?:drive|docs|drive\.usercontent)\.google\.com|github\.com|kaggle\.com|zenodo\.org|figshare\.com|doi\.org|dropbox\.com|1drv\.ms|onedrive\.live\.com|civitai\.(?:com|green|red))$|\.(?:figshare|sharepoint)\.com$/;

/** Whether a page at this address is no mistake: the files that it is about are found in the VM. */
export function isFollowed(url: string): boolean {
  return HOSTS.test(new URL(url).hostname.replace(/^www\./, ''));
}
