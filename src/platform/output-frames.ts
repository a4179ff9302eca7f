/** The optional host of Colab's output frames: each frame has a name of its own before "-colab.googleusercontent.com". */
export const OUTPUT_FRAMES = 'https://*.googleusercontent.com/*';
