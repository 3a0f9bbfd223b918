/** How far the making of an image is. */
export type ImageProgress =
  | {
      readonly kind: "fetching";
      readonly image: string;
      /** Of all layers that have begun. */
      readonly doneBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly kind: "building";
      /** The Dockerfile, as people know it. */
      readonly image: string;
      /** The step that has begun, in the builder's words. */
      readonly step: string;
    };

/** Hears how far it is. */
export type OnImageProgress = (progress: ImageProgress) => void;
