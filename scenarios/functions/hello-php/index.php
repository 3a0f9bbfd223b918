<?php

return fn ($event) => ['greeting' => "Hello, $event->whom"];
