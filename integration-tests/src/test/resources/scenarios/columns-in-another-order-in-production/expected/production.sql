SELECT extra FROM item;
--> production only
